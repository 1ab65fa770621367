#include "cli/console.hpp"

#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <unistd.h>

namespace limbeck::cli {
namespace {

constexpr std::string_view red = "31";
constexpr std::string_view green = "32";
constexpr std::string_view yellow = "33";
constexpr std::string_view bold = "1";

bool is_set(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

bool wants_color(Color color, int stream) {
  if (color != Color::automatic) return color == Color::always;
  const char* terminal = std::getenv("TERM");
  const bool is_dumb = terminal != nullptr && std::string_view(terminal) == "dumb";
  return ::isatty(stream) == 1 && !is_set("NO_COLOR") && !is_dumb;
}

std::string painted(bool color, std::string_view code, std::string_view text) {
  return color ? fmt::format("\033[{}m{}\033[0m", code, text) : std::string(text);
}

spdlog::logger& talk() {
  static spdlog::logger logger = [] {
    spdlog::logger made("limbeck", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made.set_pattern("%v");
    made.set_level(spdlog::level::trace);
    return made;
  }();
  return logger;
}

// The two streams keep their order where they end up in one place.
void write_line(spdlog::level::level_enum level, std::string_view line) {
  std::fflush(stdout);
  talk().log(level, spdlog::string_view_t(line.data(), line.size()));
  talk().flush();
}

// The line of the statement that the server points at with a caret below, or the beginning of the statement.
std::string excerpt(const Error& error) {
  constexpr std::size_t longest = 200;
  const std::string& sql = error.statement;
  std::size_t at = 0;
  for (int character = 1; character < error.position && at < sql.size(); ++character) {
    do ++at;
    while (at < sql.size() && (static_cast<unsigned char>(sql[at]) & 0xC0U) == 0x80U);
  }
  const std::size_t begin = at == 0 ? 0 : sql.rfind('\n', at - 1) + 1;
  const std::string line = sql.substr(begin, sql.find('\n', begin) - begin);
  std::size_t columns = 0;
  for (std::size_t i = begin; i < at; ++i) columns += (static_cast<unsigned char>(sql[i]) & 0xC0U) != 0x80U ? 1 : 0;
  if (error.position == 0 || columns > longest) {
    return fmt::format("  statement: {}{}\n", line.substr(0, longest),
                       sql.size() > longest || line != sql ? " ..." : "");
  }
  return fmt::format("  statement: {}\n             {}^\n", line, std::string(columns, ' '));
}

}  // namespace

Console::Console(Color color, Talk talk)
    : talk_(talk), color_out_(wants_color(color, STDOUT_FILENO)), color_err_(wants_color(color, STDERR_FILENO)) {}

void Console::print(std::string_view text) const {
  std::fwrite(text.data(), 1, text.size(), stdout);
}

std::string Console::styled(Style style, std::string_view text) const {
  switch (style) {
    case Style::added:
      return painted(color_out_, green, text);
    case Style::removed:
      return painted(color_out_, red, text);
    case Style::changed:
      return painted(color_out_, yellow, text);
    case Style::strong:
      return painted(color_out_, bold, text);
    case Style::plain:
      break;
  }
  return std::string(text);
}

void Console::say(std::string_view line) const {
  if (talk_ != Talk::quiet) write_line(spdlog::level::info, line);
}

void Console::detail(std::string_view line) const {
  if (talk_ == Talk::verbose) write_line(spdlog::level::debug, line);
}

void Console::warn(std::string_view line) const {
  write_line(spdlog::level::warn, painted(color_err_, yellow, "warning:") + " " + std::string(line));
}

void Console::warn(const Diagnostic& diagnostic) const {
  std::string text = to_text(diagnostic);
  if (!text.empty()) text.pop_back();
  write_line(spdlog::level::warn, text);
}

void Console::report(const Error& error) const {
  std::string text;
  for (const Diagnostic& each : error.diagnostics) text += to_text(each);
  text += fmt::format("limbeck: {} {}", painted(color_err_, red, "error:"), error.what());
  // A diagnostic that came with the error has said this already.
  const bool shown = !error.diagnostics.empty();
  if (!error.sqlstate.empty() && !shown) text += fmt::format(" (SQLSTATE {})", error.sqlstate);
  text += '\n';
  if (!shown && !error.detail.empty()) text += fmt::format("  detail: {}\n", error.detail);
  if (!shown && !error.statement.empty()) text += excerpt(error);
  if (!error.hint.empty()) text += fmt::format("  {} {}\n", painted(color_err_, bold, "hint:"), error.hint);
  text.pop_back();
  write_line(spdlog::level::err, text);
}

void Console::flush() const {
  errno = 0;
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    throw Error(fmt::format("the output can not be written: {}", std::strerror(errno)));
  }
}

}  // namespace limbeck::cli
