#include "http/percent.h"
