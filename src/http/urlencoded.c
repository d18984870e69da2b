#include "http/urlencoded.h"
