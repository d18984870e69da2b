#include "http/form.h"
