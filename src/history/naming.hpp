#pragma once
// Ids, dates and file names of new revisions. The clock and the random source are the only ones of this folder.

#include <cstddef>
#include <ctime>
#include <string>
#include <string_view>

namespace limbeck::history {

// 12 random hex digits.
[[nodiscard]] std::string new_revision_id();

// Seconds since 1970: SOURCE_DATE_EPOCH where it is set, else the clock. Throws Error if the variable is no number.
[[nodiscard]] std::time_t creation_time();

// `time` as 2026-10-21T12:00:00Z, or with an offset (+02:00) where `timezone` is not UTC. Throws Error for a zone that
// the system's tz database does not know.
[[nodiscard]] std::string iso_date(std::time_t time, const std::string& timezone);

// Lower case, what is no letter or digit becomes '_', at most so many characters, cut at a word's end. May be empty.
[[nodiscard]] std::string slug(std::string_view message, std::size_t longest = 40);

// `file_name` with {rev}, {slug} ({slug:60}: of 60 characters), {epoch}, {year}, {month}, {day}, {hour}, {minute} and
// {second} replaced, and ".sql". Throws Error for another placeholder, and for a name that would leave the folder.
[[nodiscard]] std::string file_name_for(std::string_view file_name, std::string_view id, std::string_view message,
                                        std::time_t time, const std::string& timezone);

}  // namespace limbeck::history
