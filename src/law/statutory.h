/*
 * statutory -- which days are holidays by law, apart from how a year's arrangement lays them.
 *
 * Marks days on a calendar page; what counts as a working day is law/calendar's alone, which goes
 * by the arrangement (a statutory day that an arrangement forgot counts as worked).
 *
 * 全国年节及纪念日放假办法 art 2: 13 days since 2025 (国务院令第795号), 11 before (C-1.5-17).  The
 * days by the lunar calendar are a table for 2019..2035: new moons after Meeus, Astronomical
 * Algorithms, ch. 49, compared with the ICU calendar; 清明 by the sun's longitude of 15 degrees.
 * Outside those years only the days of fixed date are known.  Pure.
 */
#ifndef LAW_STATUTORY_H
#define LAW_STATUTORY_H

#include "core/date.h"

enum { STATUTORY_YEAR_MIN = 2019, STATUTORY_YEAR_MAX = 2035, STATUTORY_REFORM = 2025 };

/* 元旦, 春节, 清明节, 劳动节, 端午节, 中秋节, 国庆节, or NULL for any other day. */
const char *statutory_name(struct date d);

#endif
