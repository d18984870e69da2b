#include "http/multipart.h"
