#include "history/naming.hpp"

#include "history/header_line.hpp"
#include "model/error.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <random>

namespace limbeck::history {
namespace {

// The process' TZ while the object lives: libstdc++ 12 has no time zones, and the C library knows one at a time.
class Zone {
 public:
  explicit Zone(const std::string& name) {
    if (const char* now = std::getenv("TZ")) before_ = now;
    ::setenv("TZ", name.c_str(), 1);
    ::tzset();
  }
  Zone(const Zone&) = delete;
  Zone& operator=(const Zone&) = delete;
  ~Zone() {
    before_ ? ::setenv("TZ", before_->c_str(), 1) : ::unsetenv("TZ");
    ::tzset();
  }

 private:
  std::optional<std::string> before_;
};

bool is_utc(const std::string& timezone) {
  return timezone.empty() || timezone == "UTC";
}

std::tm broken_down(std::time_t time, const std::string& timezone) {
  std::tm parts{};
  if (is_utc(timezone)) {
    ::gmtime_r(&time, &parts);
    return parts;
  }
  // An unknown zone would pass as UTC without a word.
  const bool spelled = timezone.front() != '/' && timezone.find("..") == std::string::npos;
  if (!spelled || !std::filesystem::is_regular_file("/usr/share/zoneinfo/" + timezone)) {
    throw Error(fmt::format("unknown time zone '{}'", timezone))
        .with_hint("name one of the tz database, such as Europe/Vienna, in [migrations] timezone");
  }
  const Zone zone(timezone);
  ::localtime_r(&time, &parts);
  return parts;
}

// Of {slug:60}.
std::optional<std::size_t> slug_length(std::string_view placeholder) {
  constexpr std::string_view start = "slug:";
  if (!placeholder.starts_with(start)) return std::nullopt;
  placeholder.remove_prefix(start.size());
  std::size_t length = 0;
  const auto [end, error] = std::from_chars(placeholder.data(), placeholder.data() + placeholder.size(), length);
  if (error != std::errc{} || end != placeholder.data() + placeholder.size() || length == 0) return std::nullopt;
  return std::min<std::size_t>(length, 200);
}

}  // namespace

std::string new_revision_id() {
  std::random_device source;
  return fmt::format("{:08x}{:04x}", source(), source() & 0xffffU);
}

std::time_t creation_time() {
  const char* fixed = std::getenv("SOURCE_DATE_EPOCH");
  if (fixed == nullptr) return std::time(nullptr);
  const std::string_view text = fixed;
  std::time_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc{} || end != text.data() + text.size()) {
    throw Error("SOURCE_DATE_EPOCH is not a number of seconds", ExitStatus::usage);
  }
  return seconds;
}

std::string iso_date(std::time_t time, const std::string& timezone) {
  const std::tm parts = broken_down(time, timezone);
  std::string offset = "Z";
  if (!is_utc(timezone)) {
    const long minutes = parts.tm_gmtoff / 60;
    offset = fmt::format("{}{:02}:{:02}", minutes < 0 ? '-' : '+', std::abs(minutes) / 60, std::abs(minutes) % 60);
  }
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                     parts.tm_hour, parts.tm_min, parts.tm_sec, offset);
}

std::string slug(std::string_view message, std::size_t longest) {
  const std::string text = single_line(message);
  std::string words;
  for (const char c : text) {
    const bool is_upper = c >= 'A' && c <= 'Z';
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80) {
      words += c;
    } else if (is_upper) {
      words += static_cast<char>(c - 'A' + 'a');
    } else if (!words.empty() && words.back() != '_') {
      words += '_';
    }
  }
  std::size_t characters = 0;
  for (std::size_t at = 0; at < words.size(); ++at) {
    if ((static_cast<unsigned char>(words[at]) & 0xC0U) == 0x80U || ++characters <= longest) continue;
    const std::size_t end = words.rfind('_', at);
    words.resize(end == std::string::npos ? at : end);
  }
  while (!words.empty() && words.back() == '_') words.pop_back();
  return words;
}

std::string file_name_for(std::string_view file_name, std::string_view id, std::string_view message, std::time_t time,
                          const std::string& timezone) {
  const std::tm parts = broken_down(time, timezone);
  const std::map<std::string_view, std::string> values = {
      {"rev", std::string(id)},
      {"slug", slug(message)},
      {"epoch", fmt::format("{}", time)},
      {"year", fmt::format("{:04}", parts.tm_year + 1900)},
      {"month", fmt::format("{:02}", parts.tm_mon + 1)},
      {"day", fmt::format("{:02}", parts.tm_mday)},
      {"hour", fmt::format("{:02}", parts.tm_hour)},
      {"minute", fmt::format("{:02}", parts.tm_min)},
      {"second", fmt::format("{:02}", parts.tm_sec)},
  };
  std::string name;
  for (std::size_t at = 0; at < file_name.size(); ++at) {
    if (file_name[at] != '{') {
      name += file_name[at];
      continue;
    }
    const std::size_t end = std::min(file_name.find('}', at), file_name.size());
    const std::string_view placeholder = file_name.substr(at + 1, end - at - 1);
    if (const auto length = slug_length(placeholder); length && end != file_name.size()) {
      name += slug(message, *length);
      at = end;
      continue;
    }
    const auto value = values.find(placeholder);
    if (end == file_name.size() || value == values.end()) {
      throw Error(
          fmt::format("unknown placeholder '{}' in the file name '{}'", file_name.substr(at, end + 1 - at), file_name))
          .with_hint("known are {rev}, {slug}, {epoch}, {year}, {month}, {day}, {hour}, {minute} and {second}");
    }
    name += value->second;
    at = end;
  }
  // An empty slug leaves its separator behind.
  while (!name.empty() && (name.back() == '_' || name.back() == '-')) name.pop_back();
  if (name.empty() || name.front() == '.' || name.find('/') != std::string::npos) {
    throw Error(fmt::format("the file name '{}' makes '{}', which is no name of a file", file_name, name));
  }
  return name + ".sql";
}

}  // namespace limbeck::history
