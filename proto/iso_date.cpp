#include "proto/iso_date.h"

#include <fmt/format.h>

namespace skep::control {
namespace {

constexpr int64_t ms_per_day = 86'400'000;

// Days of the 400 years after which the Gregorian calendar repeats.
constexpr int64_t days_per_era = 146'097;

int64_t floor_divide(int64_t dividend, int64_t divisor) {
  return dividend / divisor - (dividend % divisor < 0 ? 1 : 0);
}

bool is_leap(int64_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int days_of_month(int64_t year, int month) {
  constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return days[month] + (month == 1 && is_leap(year) ? 1 : 0);
}

}  // namespace

std::string iso_date(int64_t ms) {
  const int64_t days_since_1970 = floor_divide(ms, ms_per_day);
  const int64_t in_day = ms - days_since_1970 * ms_per_day;
  // Counted from the year 2000, which begins an era.
  constexpr int64_t days_to_2000 = 10'957;
  const int64_t era = floor_divide(days_since_1970 - days_to_2000, days_per_era);
  int64_t day = days_since_1970 - days_to_2000 - era * days_per_era;
  int64_t year = 2000 + era * 400;
  for (int64_t days; day >= (days = is_leap(year) ? 366 : 365); ++year) day -= days;
  int month = 0;
  for (int days; day >= (days = days_of_month(year, month)); ++month) day -= days;

  const std::string written = year >= 0 && year <= 9999
                                  ? fmt::format("{:04}", year)
                                  : fmt::format("{}{:06}", year < 0 ? '-' : '+', std::abs(year));
  return fmt::format("{}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", written, month + 1, day + 1,
                     in_day / 3'600'000, in_day / 60'000 % 60, in_day / 1000 % 60, in_day % 1000);
}

}  // namespace skep::control
