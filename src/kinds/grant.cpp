// A grant's SQL. Its model syntax and catalog query are in grant_source.cpp.

#include "kinds/grant.hpp"

#include "kinds/expression.hpp"
#include "kinds/grantable.hpp"
#include "kinds/target.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace limbeck {
namespace {

std::string upper(std::string word) {
  for (char& c : word) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return word;
}

// Privileges that one statement gives or takes: by name, and of each the columns.
using Statement = std::map<std::string, std::vector<std::string>>;

void add(Statement& to, const std::string& privilege, const std::string& column) {
  std::vector<std::string>& columns = to[privilege];
  if (!column.empty()) columns.push_back(column);
}

// "ALL", "SELECT, UPDATE (a, b)". A privilege of the object stands apart from the same one of columns.
std::string list(const Statement& of_object, const Statement& of_columns, const Grantable& of) {
  std::vector<std::string> parts;
  const bool all = of.privileges.size() > 1 && of_object.size() >= of.privileges.size();
  if (all) {
    parts.emplace_back("ALL");
  } else {
    for (const std::string_view privilege : of.privileges) {
      if (of_object.contains(std::string(privilege))) parts.push_back(upper(std::string(privilege)));
    }
    for (const auto& [privilege, columns] : of_object) {
      const auto& known = of.privileges;
      if (std::find(known.begin(), known.end(), privilege) == known.end()) parts.push_back(upper(privilege));
    }
  }
  for (const auto& [privilege, columns] : of_columns) {
    parts.push_back(fmt::format("{} ({})", upper(privilege), sql::names(columns)));
  }
  return sql::join(parts);
}

// What leads from one set of privileges to another: what goes first, then what comes.
class Change {
 public:
  Change(const Grant& grant, const Grant::ByColumn& was, const Grant::ByColumn& now)
      : grantable_(*grantable(grant.target.kind)), state_(was) {
    object_ = fmt::format("{} {}", grantable_.word, target_name(grant.target));
    grantee_ = grant.grantee == "public" ? "PUBLIC" : sql::name(grant.grantee);
    take(was, now);
    give(now);
  }

  void print(sql::Script& script) const {
    add("REVOKE {} ON {} FROM {}", revoked_, script);
    add("REVOKE GRANT OPTION FOR {} ON {} FROM {}", options_, script);
    add("GRANT {} ON {} TO {}", granted_, script);
    add("GRANT {} ON {} TO {} WITH GRANT OPTION", passed_on_, script);
  }

 private:
  struct Lists {
    Statement of_object;
    Statement of_columns;
    void put(const std::string& privilege, const std::string& column) {
      limbeck::add(column.empty() ? of_object : of_columns, privilege, column);
    }
  };

  static const bool* find(const Grant::ByColumn& in, const std::string& column, const std::string& privilege) {
    const auto place = in.find(column);
    if (place == in.end()) return nullptr;
    const auto found = place->second.find(privilege);
    return found == place->second.end() ? nullptr : &found->second;
  }

  void take(const Grant::ByColumn& was, const Grant::ByColumn& now) {
    for (const auto& [column, privileges] : was) {
      for (const auto& [privilege, option] : privileges) {
        const bool* kept = find(now, column, privilege);
        if (kept == nullptr) {
          // What is taken from the whole object is taken from its columns, too.
          if (column.empty() || find(state_, column, privilege) != nullptr) revoked_.put(privilege, column);
          forget(column, privilege);
        } else if (option && !*kept) {
          const bool* left = find(state_, column, privilege);
          if (left != nullptr && *left) options_.put(privilege, column);
          keep_without_option(column, privilege);
        }
      }
    }
  }

  void forget(const std::string& column, const std::string& privilege) {
    for (auto& [each, privileges] : state_) {
      if (column.empty() || each == column) privileges.erase(privilege);
    }
  }

  void keep_without_option(const std::string& column, const std::string& privilege) {
    for (auto& [each, privileges] : state_) {
      const auto found = privileges.find(privilege);
      if ((column.empty() || each == column) && found != privileges.end()) found->second = false;
    }
  }

  void give(const Grant::ByColumn& now) {
    for (const auto& [column, privileges] : now) {
      for (const auto& [privilege, option] : privileges) {
        const bool* there = find(state_, column, privilege);
        if (there != nullptr && (*there || !option)) continue;
        (option ? passed_on_ : granted_).put(privilege, column);
      }
    }
  }

  void add(fmt::format_string<const std::string&, const std::string&, const std::string&> text, const Lists& lists,
           sql::Script& script) const {
    const std::string what = list(lists.of_object, lists.of_columns, grantable_);
    if (!what.empty()) script.add(fmt::format(text, what, object_, grantee_));
  }

  const Grantable& grantable_;
  std::string object_;
  std::string grantee_;
  Grant::ByColumn state_;
  Lists revoked_, options_, granted_, passed_on_;
};

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
  Change(*this, default_privileges(target, grantee), privileges).print(script);
}

void Grant::drop(sql::Script& script) const {
  Change(*this, privileges, default_privileges(target, grantee)).print(script);
}

Alteration Grant::alter(const Grant& now, const Hints&, sql::Script& script) const {
  Change(now, privileges, now.privileges).print(script);
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

// "select, insert (a); update with grant option"
std::optional<Attachment> Grant::attachment(const Namer&) const {
  std::vector<std::string> parts;
  const Grantable& of = *grantable(target.kind);
  for (const bool passed_on : {false, true}) {
    Statement of_object;
    Statement of_columns;
    for (const auto& [column, each] : privileges) {
      for (const auto& [privilege, may_pass_on] : each) {
        if (may_pass_on == passed_on) add(column.empty() ? of_object : of_columns, privilege, column);
      }
    }
    std::string words = list(of_object, of_columns, of);
    if (words.empty()) continue;
    // Privileges are words; names are quoted as SQL needs it.
    std::string text;
    bool quoted = false;
    int depth = 0;
    for (const char c : words) {
      if (c == '"') quoted = !quoted;
      if (!quoted && c == '(') ++depth;
      if (!quoted && c == ')') --depth;
      text += !quoted && depth == 0 && c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    parts.push_back(text + (passed_on ? " with grant option" : ""));
  }
  return Attachment{target, {"grants." + grantee, {parts.empty() ? "none" : sql::join(parts, "; ")}}};
}

}  // namespace limbeck
