#include "http/target.h"
