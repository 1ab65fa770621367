#pragma once
// A text of the configuration in which ${VARIABLES} have been replaced.

#include "model/diagnostic.hpp"
#include "model/field.hpp"
#include "toml/environment.hpp"
#include "toml/source_file.hpp"

#include <string>
#include <vector>

namespace limbeck {

class Setting {
 public:
  Setting() = default;
  Setting(std::string value) : value_(std::move(value)) {}  // NOLINT(google-explicit-constructor): a flag's value
  Setting(const char* value) : value_(value) {}             // NOLINT(google-explicit-constructor)

  // Replaces ${NAME}, which must be set once the value is asked for, and ${NAME:-default}, where the default stands for
  // a variable that is unset or empty, as in a shell. One pass: values are not looked at again. Nothing else is
  // special. A
  // "${" that is neither of these is an error, and `diagnostics` gets it.
  static Setting parse(const Text& text, const SourceFile& source, const Environment& environment,
                       Diagnostics& diagnostics);

  // Throws Error if it needs a variable that is not set.
  [[nodiscard]] const std::string& value() const;

 private:
  std::string value_;
  std::string missing_;  // a variable
  SourceRange where_;    // where the file names it
};

[[nodiscard]] std::vector<std::string> values(const std::vector<Setting>& settings);

}  // namespace limbeck
