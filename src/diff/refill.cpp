#include "diff/refill.hpp"

#include "diff/step.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <map>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace limbeck::diff {
namespace {

struct Member {
  const Entry* entry = nullptr;
  bool own = true;
};

// By kind and name; where several bases have one, and the table its own, the nearest.
using Members = std::map<std::pair<std::string_view, std::string>, Member>;

void append_members(const ObjectId& table, const Schema& schema, bool own, Members& to) {
  const Entry* entry = schema.find(table);
  if (entry == nullptr) return;
  for (const ObjectId& id : schema.dependents(table)) {
    const Entry& member = *schema.find(id);
    if (stands_in(member, table, schema)) to.try_emplace({id.kind, id.name}, Member{&member, own});
  }
  for (const QName& base : bases_of(entry->object)) {
    append_members({table.kind, base.schema, "", base.name, ""}, schema, false, to);
  }
}

}  // namespace

void collect_members(const ObjectId& table, const Schema& from, const Schema& to,
                     const std::function<bool(const ObjectId&)>& is_converted, Refill& refill) {
  Members was;
  Members now;
  append_members(table, from, true, was);
  append_members(table, to, true, now);
  // In the order of the new table.
  std::map<std::tuple<int, std::string_view, std::string>, std::pair<Member, Member>> both;
  for (const auto& [name, member] : now) {
    const auto before = was.find(name);
    both[{member.entry->position, name.first, name.second}] = {before == was.end() ? Member{} : before->second, member};
  }
  for (const auto& [name, member] : was) {
    if (!now.contains(name)) both[{member.entry->position, name.first, name.second}] = {member, {}};
  }
  static const Hints none;
  for (const auto& [key, pair] : both) {
    const Member& before = pair.first;
    const Member& after = pair.second;
    const Entry& any = after.entry != nullptr ? *after.entry : *before.entry;
    std::visit(
        [&](const auto& each) {
          using K = std::decay_t<decltype(each)>;
          const Carried how{after.entry != nullptr ? after.entry->hints : none, before.own, after.own,
                            before.entry != nullptr && is_converted(id_of(before.entry->object))};
          K::carry(before.entry == nullptr ? nullptr : std::get_if<K>(&before.entry->object),
                   after.entry == nullptr ? nullptr : std::get_if<K>(&after.entry->object), how, refill);
        },
        any.object);
  }
}

sql::Script rows_script(const TypeSwap& swap) {
  const Refill& refill = *swap.refill;
  sql::Script out = refill.before;
  if (!refill.columns.empty()) {
    sql::Statement& statement = out.add(
        fmt::format("INSERT INTO {} ({}){} SELECT {} FROM {}", sql::name(swap.type), sql::names(refill.columns),
                    refill.overriding ? " OVERRIDING SYSTEM VALUE" : "", sql::join(refill.values), swap.old_rows));
    statement.hazards = refill.hazards;
  }
  out.append(refill.end);
  return out;
}

}  // namespace limbeck::diff
