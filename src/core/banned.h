/*
 * banned -- calls that have a safer way here.  Included by the build before
 * every file of ours outside core/; using one is a compile error that names it.
 */
#ifndef CORE_BANNED_H
#define CORE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BANNED(f) sorry_##f##_is_banned_see_core_banned_h
#undef strcpy
#define strcpy BANNED(strcpy)
#undef strcat
#define strcat BANNED(strcat)
#undef strncpy
#define strncpy BANNED(strncpy)
#undef strncat
#define strncat BANNED(strncat)
#undef sprintf
#define sprintf BANNED(sprintf)
#undef vsprintf
#define vsprintf BANNED(vsprintf)
#undef strtok
#define strtok BANNED(strtok)
#undef atoi
#define atoi BANNED(atoi)
#undef atol
#define atol BANNED(atol)
#undef strtol
#define strtol BANNED(strtol)
#undef sscanf
#define sscanf BANNED(sscanf)
#undef gmtime
#define gmtime BANNED(gmtime)
#undef localtime
#define localtime BANNED(localtime)
#undef mktime
#define mktime BANNED(mktime)
#undef alloca
#define alloca BANNED(alloca)
#undef malloc
#define malloc BANNED(malloc)
#undef calloc
#define calloc BANNED(calloc)
#undef realloc
#define realloc BANNED(realloc)

#endif
