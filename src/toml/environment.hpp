#pragma once
// Variables: those of the process, and those of a .env file beside the configuration.

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace limbeck {

// The value of a variable; nothing if it is not set. An empty value is a value.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

// The environment of this process.
[[nodiscard]] Environment process_environment();

// KEY=value, KEY="value", KEY='value', each with an optional `export` before it; # begins a comment at the start of a
// line or after white space. Nothing is expanded, no backslash means anything, and what stands between quotes stays as
// it is. Throws Error with the file's name and the line, never with the line's text: it may hold a password.
[[nodiscard]] std::map<std::string, std::string> parse_env_file(std::string_view text, const std::string& name);

// `first` where it knows the variable, else `variables`.
[[nodiscard]] Environment with_fallback(Environment first, std::map<std::string, std::string> variables);

}  // namespace limbeck
