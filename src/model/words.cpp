#include "model/words.hpp"

#include <fmt/core.h>

#include <string_view>

namespace limbeck {

std::string counted(std::size_t count, const std::string& noun) {
  if (count == 1) return "1 " + noun;
  const auto ends_in = [&](std::string_view end) { return noun.ends_with(end); };
  const char before_last = noun.size() < 2 ? 'a' : noun[noun.size() - 2];
  if (ends_in("y") && std::string_view("aeiou").find(before_last) == std::string_view::npos) {
    return fmt::format("{} {}ies", count, noun.substr(0, noun.size() - 1));
  }
  const bool hisses = ends_in("s") || ends_in("x") || ends_in("ch") || ends_in("sh");
  return fmt::format("{} {}{}", count, noun, hisses ? "es" : "s");
}

}  // namespace limbeck
