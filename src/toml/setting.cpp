#include "toml/setting.hpp"

#include "model/error.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <string_view>

namespace limbeck {
namespace {

bool is_name_part(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace

Setting Setting::parse(const Text& text, const SourceFile& source, const Environment& environment,
                       Diagnostics& diagnostics) {
  Setting out;
  const std::string_view value = text.value;
  const auto where = [&](std::size_t offset) { return SourceRange{source.name, locate(source.text, text.at, offset)}; };
  std::size_t at = 0;
  for (std::size_t open = value.find("${"); open != std::string_view::npos; open = value.find("${", at)) {
    out.value_ += value.substr(at, open - at);
    std::size_t end = open + 2;
    while (end < value.size() && is_name_part(value[end])) ++end;
    const std::string name(value.substr(open + 2, end - open - 2));
    const bool has_default = value.substr(end).starts_with(":-");
    const std::size_t close = has_default ? value.find('}', end) : end;
    if (name.empty() || (name.front() >= '0' && name.front() <= '9') || close >= value.size() || value[close] != '}') {
      diagnostics.push_back({Severity::error, "\"${\" is not followed by a variable's name and \"}\"", where(open), "",
                             "write ${NAME} or ${NAME:-default}"});
      return out;
    }
    const std::optional<std::string> found = environment(name);
    if (found && !(found->empty() && has_default)) {
      out.value_ += *found;
    } else if (has_default) {
      out.value_ += value.substr(end + 2, close - end - 2);
    } else if (out.missing_.empty()) {
      out.missing_ = name;
      out.where_ = where(open);
    }
    at = close + 1;
  }
  out.value_ += value.substr(at);
  return out;
}

const std::string& Setting::value() const {
  if (missing_.empty()) return value_;
  throw Error(fmt::format("{}:{}:{}: the variable {} is not set", where_.file, where_.begin.line, where_.begin.column,
                          missing_))
      .with_hint(fmt::format("set {} in the environment or in the file .env, or give it a default: ${{{}:-default}}",
                             missing_, missing_));
}

std::vector<std::string> values(const std::vector<Setting>& settings) {
  std::vector<std::string> out;
  std::transform(settings.begin(), settings.end(), std::back_inserter(out),
                 [](const Setting& each) { return each.value(); });
  return out;
}

}  // namespace limbeck
