#include "proof/sections.hpp"

#include "history/header_line.hpp"

#include <cctype>

namespace limbeck::proof {

std::optional<Stop> run_sections(pg::Connection& connection, const std::vector<history::Section>& sections) {
  for (std::size_t number = 0; number < sections.size(); ++number) {
    const history::Section& section = sections[number];
    if (section.transaction) connection.execute("BEGIN");
    for (std::size_t at = 0; at < section.statements.size(); ++at) {
      if (auto error = connection.try_execute(section.statements[at].sql)) {
        if (connection.is_broken()) throw Error(*error);
        if (connection.in_transaction()) connection.execute("ROLLBACK");
        return Stop{number, at, std::move(*error)};
      }
    }
    if (!section.transaction) continue;
    if (auto error = connection.try_execute("COMMIT")) {
      if (connection.is_broken()) throw Error(*error);
      return Stop{number, std::nullopt, std::move(*error)};
    }
  }
  return std::nullopt;
}

std::vector<std::string> hazards_of(const history::Section& section, std::size_t statement) {
  constexpr std::string_view word = "hazard ";
  const std::uint32_t first = section.first_line;
  const std::uint32_t line = section.statements[statement].where.line;
  std::vector<std::string_view> above;
  const std::string_view text = section.sql;
  for (std::size_t at = 0; at < text.size() && first + above.size() < line;) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    above.push_back(history::trimmed(text.substr(at, end - at)));
    at = end + 1;
  }
  std::vector<std::string> found;
  for (; !above.empty() && above.back().starts_with("--"); above.pop_back()) {
    const std::string_view comment = history::trimmed(above.back().substr(2));
    if (comment.starts_with(word)) {
      const std::string_view rest = comment.substr(word.size());
      found.emplace_back(rest.substr(0, rest.find(':')));
    }
  }
  return found;
}

bool names(std::string_view text, std::string_view name) {
  const auto is_part = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || static_cast<unsigned char>(c) >= 0x80;
  };
  for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    if ((at == 0 || !is_part(text[at - 1])) && (end == text.size() || !is_part(text[end]))) return true;
  }
  return false;
}

}  // namespace limbeck::proof
