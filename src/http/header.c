#include "http/header.h"
