// A grant's SQL. Its model syntax and catalog query are in grant_source.cpp.

#include "kinds/grant.hpp"

#include "kinds/expression.hpp"
#include "kinds/grantable.hpp"
#include "kinds/privileges.hpp"
#include "kinds/target.hpp"

#include <fmt/core.h>

namespace limbeck {
namespace {

// GRANT knows an aggregate by its arguments alone, without ORDER BY between them.
std::string subject(const ObjectId& target) {
  if (target.kind != "aggregate") return target_name(target);
  ObjectId routine = target;
  std::string arguments = target.signature == "*" ? "" : target.signature.text();
  const std::string_view between = " ORDER BY ";
  if (arguments.starts_with(between.substr(1))) {
    arguments.erase(0, between.size() - 1);
  } else if (const std::size_t at = arguments.find(between); at != std::string::npos) {
    arguments.replace(at, between.size(), ", ");
  }
  routine.signature = arguments;
  return target_name(routine);
}

void change(const Grant& of, const Grant::ByColumn& was, const Grant::ByColumn& now, sql::Script& script) {
  const Grantable& grantable_as = *grantable(of.target.kind);
  change_privileges({"", fmt::format("{} {}", grantable_as.word, subject(of.target)), of.grantee}, grantable_as, was,
                    now, script);
}

// What both have.
Grant::ByColumn common(const Grant::ByColumn& a, const Grant::ByColumn& b) {
  Grant::ByColumn out;
  for (const auto& [column, privileges] : a) {
    const auto other = b.find(column);
    if (other == b.end()) continue;
    for (const auto& [privilege, option] : privileges) {
      const auto found = other->second.find(privilege);
      if (found != other->second.end()) out[column][privilege] = option && found->second;
    }
  }
  return out;
}

}  // namespace

ObjectId Grant::id() const {
  // The grantee stands behind the line end, where display_name finds it.
  return {kind_name, target.schema, target.parent, target.name,
          fmt::format("{} {}\n{}", target.kind, target.signature, grantee)};
}

std::vector<Slot> Grant::references() const {
  std::vector<Slot> out{{target.kind, target.schema, target.parent, target.name}};
  for (const auto& [column, each] : privileges) {
    if (!column.empty()) out.push_back(column_slot({target.schema, target.name}, column));
  }
  return out;
}

void Grant::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  if (!at_first) {
    change(*this, default_privileges(target, grantee), privileges, script);
    return;
  }
  const Grant::ByColumn kept = common(at_first->most, privileges);
  sql::Script taken;
  change(*this, at_first->most, kept, taken);
  // Whoever makes the object may be that grantee, and its owner then.
  if (!taken.empty() && grantee != "public") {
    taken.add(fmt::format("GRANT ALL ON {} {} TO CURRENT_USER", grantable(target.kind)->word, subject(target)));
  }
  script.append(std::move(taken));
  change(*this, common(at_first->least, kept), privileges, script);
}

void Grant::drop(sql::Script& script) const {
  change(*this, privileges, default_privileges(target, grantee), script);
}

Alteration Grant::alter(const Grant& now, const Hints&, sql::Script& script) const {
  change(now, privileges, now.privileges, script);
  return Alteration::done();
}

void Grant::rename(const Renaming& renaming) {
  const Slot& from = renaming.from;
  if (from.space == space::column && from.schema == target.schema && from.scope == target.name) {
    if (auto column = privileges.extract(from.name); !column.empty()) {
      column.key() = renaming.to;
      privileges.insert(std::move(column));
    }
  }
  rename_target(target, renaming);
}

std::optional<Attachment> Grant::attachment(const Namer&) const {
  return Attachment{target, {"grants." + grantee, {privileges_text(privileges, *grantable(target.kind))}}};
}

}  // namespace limbeck
