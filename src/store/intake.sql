-- How a request came, where the channel alone does not tell: who handed it over, why it was spoken.

-- name: intake_insert(request request_id, origin_body str, origin_number str, oral_reason str)
-- With its request, when there is anything.
INSERT INTO request_intake (request_id, origin_body, origin_number, oral_reason)
VALUES (:request, :origin_body, :origin_number, :oral_reason);

-- name: intake_copy(request request_id, from request_id)
-- For another request from the same paper.
INSERT INTO request_intake (request_id, origin_body, origin_number, oral_reason)
SELECT :request, origin_body, origin_number, oral_reason FROM request_intake WHERE request_id = :from;

-- row: intake(origin_body str, origin_number str, oral_reason str)
-- name: intake_of(request request_id) -> intake
SELECT origin_body, origin_number, oral_reason FROM request_intake WHERE request_id = :request;
