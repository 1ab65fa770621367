#include "proof/difference.hpp"

#include "catalog/settle.hpp"
#include "diff/plan.hpp"
#include "diff/step.hpp"

#include <fmt/core.h>

namespace limbeck::proof {
namespace {

std::string text_of(const Entry* entry) {
  if (entry == nullptr) return {};
  sql::Script script;
  std::visit([&](const auto& each) { each.create({}, {}, script); }, entry->object);
  std::string text;
  for (const sql::Statement& statement : script.statements()) text += statement.text + ";";
  return text;
}

}  // namespace

std::string Difference::to_text() const {
  const std::string name = fmt::format("{} '{}'", id.kind, display_name(id));
  if (reached.empty()) return fmt::format("{} is missing\nexpected: {}", name, expected);
  if (expected.empty()) return fmt::format("{} is there, and should not be\nfound:    {}", name, reached);
  return fmt::format("{} is another one\nexpected: {}\nfound:    {}", name, expected, reached);
}

std::vector<Difference> differences(const Schema& expected, const Schema& reached, pg::Connection& connection,
                                    catalog::Scratch& scratch, const std::vector<std::string>& search_path) {
  std::vector<Difference> found;
  if (diff::diff(reached, expected).empty()) return found;
  Schema wanted = expected;
  Schema found_there = reached;
  wanted.for_each([](Entry& entry) { entry.hints = {}; });  // what was renamed is renamed by now
  static_cast<void>(diff::align(found_there, wanted, [&](Schema& asked, const Schema& known) {
    static_cast<void>(catalog::settle(asked, known, {&connection, true, &scratch, search_path}));
  }));
  for (const diff::Operation& each : diff::diff(found_there, wanted)) {
    Difference difference{each.id(), text_of(each.now), text_of(each.was)};
    // Some say nothing by themselves: a grant of nothing.
    if (each.now != nullptr && difference.expected.empty()) difference.expected = "(no SQL)";
    if (each.was != nullptr && difference.reached.empty()) difference.reached = "(no SQL)";
    found.push_back(std::move(difference));
  }
  return found;
}

}  // namespace limbeck::proof
