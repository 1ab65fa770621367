#include "run/failure.hpp"

#include "history/statements.hpp"
#include "run/interrupt.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace limbeck::run {
namespace {

constexpr std::string_view lock_not_available = "55P03";
constexpr std::string_view deadlock_detected = "40P01";
constexpr std::string_view query_canceled = "57014";

// Bytes before the `position`th character (from 1) of UTF-8 text.
std::size_t byte_offset(std::string_view text, int position) {
  std::size_t at = 0;
  for (int character = 1; character < position && at < text.size(); ++character) {
    do ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U);
  }
  return at;
}

std::string line_of(const history::Section& section, std::uint32_t number) {
  std::string_view text = section.sql;
  for (std::uint32_t line = section.first_line; line < number; ++line) {
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  }
  return std::string(history::line_at(text, 0));
}

std::string named(const UnitId& unit) {
  std::string name = fmt::format("{} of revision {}", word_of(unit.direction), unit.revision->id);
  if (!unit.revision->message.empty()) name += fmt::format(" ({})", unit.revision->message);
  return name;
}

}  // namespace

bool is_lock_failure(const Error& error) {
  return error.sqlstate == lock_not_available || error.sqlstate == deadlock_detected;
}

std::string summary(const Error& error) {
  std::string text = error.what();
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

Error unit_failure(const Error& cause, const UnitId& unit, std::optional<std::size_t> statement,
                   const std::string& outcome) {
  const bool interrupted =
      Interrupt::requested() && (cause.sqlstate == query_canceled || cause.status == ExitStatus::interrupted);
  if (interrupted) {
    return Error(fmt::format("interrupted in the {}: {}", named(unit), outcome), ExitStatus::interrupted);
  }
  const bool waited = is_lock_failure(cause) || cause.sqlstate == query_canceled;
  Diagnostic diagnostic;
  diagnostic.message = cause.what();
  if (!cause.sqlstate.empty()) diagnostic.message += fmt::format(" ({})", cause.sqlstate);
  if (!cause.detail.empty()) diagnostic.message += "\n" + cause.detail;
  diagnostic.hint = cause.hint;
  diagnostic.where.file = unit.revision->path;
  if (statement && unit.number > 0) {
    const history::Section& section = unit.section();
    const history::Statement& at = section.statements[*statement];
    const bool points_into = cause.statement == at.sql && cause.position > 0;
    diagnostic.where.begin =
        points_into ? history::position_at(at.sql, byte_offset(at.sql, cause.position), at.where) : at.where;
    diagnostic.excerpt = line_of(section, diagnostic.where.begin.line);
  }
  const ExitStatus status = waited ? ExitStatus::lock : cause.status;
  Error error({std::move(diagnostic)}, fmt::format("the {} failed: {}", named(unit), outcome), status);
  error.sqlstate = cause.sqlstate;
  error.detail = cause.detail;
  error.statement = cause.statement;
  error.position = cause.position;
  return error;
}

}  // namespace limbeck::run
