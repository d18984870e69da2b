/*
 * jail_wire -- what a jail and its worker say to each other.  Private to core/.
 *
 * Both ends are the same program on the same machine, so the frames are plain
 * structs.  parent: config, then request frames.  worker: one ready frame, then
 * a reply per request.  The bytes of a frame follow it in the order of its
 * lengths.
 */
#ifndef CORE_JAIL_WIRE_H
#define CORE_JAIL_WIRE_H

#include <stdint.h>

#define JAIL_WORKER_ARG "--jail-worker"

enum {
	JAIL_FD = 3,             /* the worker's end of the socket */
	JAIL_FILES = 4,          /* descriptors 0..3 and no more */
	JAIL_MAGIC = 0x6C69614A, /* "Jail" */
	JAIL_NAME_MAX = 63,      /* bytes of an error's field or rule */
	JAIL_EXIT_MEMORY = 77,   /* exit status: no memory for the input */
	JAIL_EXIT_SETUP = 78     /* exit status: the sandbox could not be built */
};

struct jail_wire_config {
	uint32_t magic;
	int32_t cpu_s; /* of the whole life of the worker; the parent watches each job */
	uint64_t memory, output_max;
};

struct jail_wire_request {
	uint32_t magic;
	int32_t kind;
	uint64_t n_params, n_input, n_aid;
};

struct jail_wire_reply {
	uint32_t magic;
	uint32_t code; /* enum err */
	uint32_t n_field, n_rule, n_msg, n_detail;
	uint64_t n_output;
};

#endif
