#include "model/name.hpp"

#include <fmt/format.h>

#include <array>
#include <deque>
#include <mutex>
#include <unordered_map>

namespace limbeck {

const Name::Kept Name::none{};

const Name::Kept* Name::keep(std::string_view text) {
  struct Shelf {
    std::mutex lock;
    std::deque<Kept> all;  // their addresses stay
    std::unordered_map<std::string_view, const Kept*> by_text;
  };
  // Threads that read models and the catalog at once seldom want the same one.
  static auto& shelves = *new std::array<Shelf, 16>;  // names outlive every static
  const std::size_t hash = std::hash<std::string_view>{}(text);
  Shelf& shelf = shelves[hash % shelves.size()];
  const std::lock_guard guard(shelf.lock);
  if (const auto found = shelf.by_text.find(text); found != shelf.by_text.end()) return found->second;
  const Kept& kept = shelf.all.emplace_back(Kept{std::string(text), hash});
  shelf.by_text.emplace(kept.text, &kept);
  return &kept;
}

std::string display_name(const ObjectId& id) {
  std::string text;
  for (const Name& part : {id.schema, id.parent, id.name}) {
    if (part.empty()) continue;
    if (!text.empty()) text += '.';
    text += part;
  }
  // A comment's signature begins with its target's kind and says nothing to a reader; a routine's are its arguments.
  if (id.kind == "function" || id.kind == "aggregate" || id.kind == "operator") text += "(" + id.signature + ")";
  // Default privileges are those of a role in a schema.
  if (id.kind == "default privileges" && !id.signature.empty()) text += " in " + id.signature;
  // A grant's is that of its target, and the grantee.
  if (id.kind == "grant") {
    const std::size_t line_end = id.signature.text().rfind('\n');
    for (const std::string_view routine : {"function ", "aggregate "}) {
      if (!id.signature.text().starts_with(routine)) continue;
      text += "(" + id.signature.text().substr(routine.size(), line_end - routine.size()) + ")";
    }
    text += " to " + id.signature.text().substr(line_end + 1);
  }
  return text;
}

}  // namespace limbeck

fmt::format_context::iterator fmt::formatter<limbeck::Name>::format(const limbeck::Name& name,
                                                                    fmt::format_context& context) const {
  return fmt::formatter<std::string_view>::format(name, context);
}
