#pragma once
// Where output goes: results to stdout, talk to stderr. Knows about terminals and colours; nothing here ever asks.

#include "model/error.hpp"

#include <string>
#include <string_view>

namespace limbeck::cli {

enum class Color { automatic, always, never };
enum class Talk { quiet, normal, verbose };
enum class Style { plain, added, removed, changed, strong };

class Console {
 public:
  // Automatic: colours where the stream is a terminal, NO_COLOR is unset or empty, and TERM is not "dumb".
  explicit Console(Color color = Color::automatic, Talk talk = Talk::normal);

  // The result of a command, as it is.
  void print(std::string_view text) const;
  // For a part of what is printed.
  [[nodiscard]] std::string styled(Style style, std::string_view text) const;

  // Lines of talk, without their end.
  void say(std::string_view line) const;     // unless --quiet
  void detail(std::string_view line) const;  // with --verbose
  void warn(std::string_view line) const;    // always
  void warn(const Diagnostic& diagnostic) const;
  // All that an error has to tell: its diagnostics, the message, the statement it points into, the hint.
  void report(const Error& error) const;

  [[nodiscard]] bool is_verbose() const { return talk_ == Talk::verbose; }
  // Throws Error if what was printed could not be written: a full disk, a closed pipe.
  void flush() const;

 private:
  Talk talk_;
  bool color_out_;
  bool color_err_;
};

}  // namespace limbeck::cli
