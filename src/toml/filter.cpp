#include "toml/filter.hpp"

#include "model/error.hpp"
#include "toml/glob.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <variant>

namespace limbeck {
namespace {

// "a.b*" -> "a", "b*".
std::vector<std::string> parts_of(std::string_view text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t dot = std::min(text.find('.', at), text.size());
    out.emplace_back(text.substr(at, dot - at));
    at = dot + 1;
  }
  return out;
}

std::optional<ObjectId> container_of(const Object& object) {
  return std::visit([](const auto& each) { return each.container(); }, object);
}

}  // namespace

Filter::Filter(const std::vector<std::string>& include, const std::vector<std::string>& exclude)
    : include_(parse(include)), exclude_(parse(exclude)) {}

std::vector<Filter::Pattern> Filter::parse(const std::vector<std::string>& patterns) {
  std::vector<Pattern> out;
  for (const std::string& text : patterns) {
    const std::size_t colon = text.find(':');
    Pattern pattern;
    if (colon != std::string::npos) pattern.kind = text.substr(0, colon);
    pattern.parts = parts_of(std::string_view(text).substr(colon == std::string::npos ? 0 : colon + 1));
    const auto& kinds = Kinds::names;
    if (!pattern.kind.empty() && std::find(kinds.begin(), kinds.end(), pattern.kind) == kinds.end()) {
      throw Error(fmt::format("'{}': there is no kind of objects '{}'", text, pattern.kind), ExitStatus::usage)
          .with_hint("`include` and `exclude` of limbeck.toml take patterns such as \"table:public.tmp_*\"");
    }
    const bool has_name =
        std::none_of(pattern.parts.begin(), pattern.parts.end(), [](const std::string& part) { return part.empty(); });
    if (!has_name || pattern.parts.size() > 3) {
      throw Error(fmt::format("'{}' is no pattern of names", text), ExitStatus::usage)
          .with_hint("a pattern is [kind:][[schema.]table.]name, with * and ? in each part");
    }
    out.push_back(std::move(pattern));
  }
  return out;
}

bool Filter::is_about(const Pattern& pattern, const ObjectId& id) {
  if (!pattern.kind.empty()) return pattern.kind == id.kind;
  return !id.schema.empty() && id.parent.empty();
}

bool Filter::matches(const Pattern& pattern, const ObjectId& id) {
  if (!is_about(pattern, id)) return false;
  std::vector<std::string> names;
  for (const Name& part : {id.schema, id.parent, id.name}) {
    if (!part.empty()) names.push_back(part.text());
  }
  if (pattern.parts.size() > names.size()) return false;
  return std::equal(pattern.parts.rbegin(), pattern.parts.rend(), names.rbegin(),
                    [](const std::string& part, const std::string& name) { return limbeck::matches(part, name); });
}

bool Filter::leaves_out(const ObjectId& id) const {
  const auto matching = [&](const Pattern& pattern) { return matches(pattern, id); };
  if (std::any_of(exclude_.begin(), exclude_.end(), matching)) return true;
  const auto about = [&](const Pattern& pattern) { return is_about(pattern, id); };
  return std::any_of(include_.begin(), include_.end(), about) &&
         std::none_of(include_.begin(), include_.end(), matching);
}

bool is_left_out(const Entry& entry, const Schema& schema, const Filter& filter) {
  if (filter.leaves_out(id_of(entry.object))) return true;
  const auto container = container_of(entry.object);
  const Entry* outer = container ? schema.find(*container) : nullptr;
  return outer != nullptr && is_left_out(*outer, schema, filter);
}

void leave_out(Schema& live, const Filter& filter) {
  if (filter.empty()) return;
  std::set<ObjectId> out;
  for (const auto& [id, entry] : live.objects()) {
    if (is_left_out(entry, live, filter)) out.insert(id);
  }
  for (const ObjectId& id : out) {
    Unmodelled object;
    object.description = fmt::format("{} {} (which `exclude` or `include` leaves out)", id.kind, display_name(id));
    for (ObjectId& used : live.references(id)) {
      if (!out.contains(used)) object.depends_on.push_back(std::move(used));
    }
    if (!object.depends_on.empty()) live.unmodelled.push_back(std::move(object));
  }
  for (const ObjectId& id : out) live.remove(id);
  std::erase_if(live.inherited, [&](const auto& each) {
    const auto container = container_of(each.second.object);
    return container && out.contains(*container);
  });
  live.reindex();
}

}  // namespace limbeck
