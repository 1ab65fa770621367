#include "model/diagnostic.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <numeric>
#include <utility>

namespace limbeck {
namespace {

// Letters that are missing, too many, wrong, or exchanged with their neighbour.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last;
  std::vector<std::size_t> last;
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    before_last = std::exchange(last, std::move(row));
    row.assign(b.size() + 1, i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      row[j + 1] = std::min({row[j] + 1, last[j + 1] + 1, last[j] + (a[i] == b[j] ? 0U : 1U)});
      const bool exchanged = i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j];
      if (exchanged) row[j + 1] = std::min(row[j + 1], before_last[j - 1] + 1);
    }
  }
  return row.back();
}

std::string_view word_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      break;
  }
  return "note";
}

}  // namespace

bool has_errors(const Diagnostics& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& each) { return each.severity == Severity::error; });
}

std::string to_text(const Diagnostic& diagnostic) {
  std::string text;
  if (!diagnostic.where.file.empty()) {
    text += diagnostic.where.file;
    if (diagnostic.where.begin.line != 0) {
      text += fmt::format(":{}:{}", diagnostic.where.begin.line, diagnostic.where.begin.column);
    }
    text += ": ";
  }
  text += fmt::format("{}: {}\n", word_of(diagnostic.severity), diagnostic.message);
  if (!diagnostic.excerpt.empty() && diagnostic.where.begin.line != 0) {
    const std::string number = std::to_string(diagnostic.where.begin.line);
    // The caret's line repeats the tabs of the line above it, so that the two stay aligned at any tab width.
    std::string padding;
    std::size_t column = 1;
    for (std::size_t i = 0; i < diagnostic.excerpt.size() && column < diagnostic.where.begin.column; ++i) {
      if ((static_cast<unsigned char>(diagnostic.excerpt[i]) & 0xC0U) == 0x80U) continue;
      padding += diagnostic.excerpt[i] == '\t' ? '\t' : ' ';
      ++column;
    }
    text +=
        fmt::format("  {} | {}\n  {} | {}^\n", number, diagnostic.excerpt, std::string(number.size(), ' '), padding);
  }
  if (!diagnostic.hint.empty()) text += fmt::format("  hint: {}\n", diagnostic.hint);
  return text;
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(word.size() / 3, 1) + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace limbeck
