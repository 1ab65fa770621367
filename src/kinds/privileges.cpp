#include "kinds/privileges.hpp"

#include "grammar/access.hpp"
#include "model/diagnostic.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <vector>

namespace limbeck {
namespace {

// The privileges that a word stands for; none, and an error said, if the object cannot have it.
std::vector<std::string> meant(const grammar::PrivilegeUse& use, const Grantable& of, std::string_view kind,
                               const Text& text, LoadScope& scope) {
  const bool of_columns = !use.columns.empty();
  const std::vector<std::string_view>& usual = of_columns ? of.of_columns : of.privileges;
  if (use.word == "all" && !usual.empty()) return {usual.begin(), usual.end()};
  std::vector<std::string> known(usual.begin(), usual.end());
  if (!of_columns) known.insert(known.end(), of.later.begin(), of.later.end());
  if (std::find(known.begin(), known.end(), use.word) != known.end()) return {use.word};
  const std::string near = nearest(use.word, known);
  std::string list;
  for (const std::string& each : known) list += (list.empty() ? "" : ", ") + each;
  scope.error(text, use.offset,
              of_columns && known.empty()
                  ? fmt::format("a {} has no columns to grant privileges on", kind)
                  : fmt::format("a {}{} has no privilege `{}`", of_columns ? "column of a " : "", kind, use.word),
              !near.empty()  ? fmt::format("did you mean `{}`?", near)
              : list.empty() ? ""
                             : "there are: " + list);
  return {};
}

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
  Change(const GrantPlace& place, const Grantable& of, const Grant::ByColumn& was, const Grant::ByColumn& now)
      : place_(place), grantable_(of), state_(was) {
    grantee_ = place.grantee == "public" ? "PUBLIC" : sql::name(place.grantee);
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
    if (!what.empty()) script.add(place_.prefix + fmt::format(text, what, place_.object, grantee_));
  }

  const GrantPlace& place_;
  const Grantable& grantable_;
  std::string grantee_;
  Grant::ByColumn state_;
  Lists revoked_, options_, granted_, passed_on_;
};

}  // namespace

std::optional<Grant::ByColumn> load_privileges(const Field& item, const Grantable& of, std::string_view kind,
                                               LoadScope& scope) {
  if (item.type != Field::Type::text) {
    scope.error(item.text, 0, "privileges are written as text", "\"select, insert\"");
    return std::nullopt;
  }
  const auto parsed = grammar::parse_privileges(item.text.value);
  if (!parsed) {
    scope.error(item.text, parsed.error());
    return std::nullopt;
  }
  Grant::ByColumn privileges;
  for (const grammar::PrivilegeUse& use : *parsed) {
    for (const std::string& privilege : meant(use, of, kind, item.text, scope)) {
      const auto give = [&](const std::string& column) {
        bool& option = privileges[column][privilege];
        option = option || use.grantable;
      };
      if (use.columns.empty()) give("");
      for (const std::string& column : use.columns) give(column);
    }
  }
  if (item.key.value == "public" &&
      std::any_of(parsed->begin(), parsed->end(), [](const auto& use) { return use.grantable; })) {
    scope.error(item.text, 0, "PUBLIC cannot pass privileges on", "leave out `with grant option`");
  }
  drop_later(privileges, of);
  return privileges;
}

void drop_later(Grant::ByColumn& privileges, const Grantable& of) {
  const auto found = privileges.find("");
  if (found == privileges.end()) return;
  Grant::Privileges& own = found->second;
  const bool all = std::all_of(of.privileges.begin(), of.privileges.end(),
                               [&](std::string_view each) { return own.contains(std::string(each)); });
  if (!all) return;
  const bool option = own.at(std::string(of.privileges.front()));
  const bool alike = std::all_of(own.begin(), own.end(), [&](const auto& each) { return each.second == option; });
  if (!alike) return;
  for (const std::string_view later : of.later) own.erase(std::string(later));
}

std::string privileges_text(const Grant::ByColumn& privileges, const Grantable& of) {
  std::vector<std::string> parts;
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
  return parts.empty() ? "none" : sql::join(parts, "; ");
}

void change_privileges(const GrantPlace& place, const Grantable& of, const Grant::ByColumn& was,
                       const Grant::ByColumn& now, sql::Script& script) {
  Change(place, of, was, now).print(script);
}

}  // namespace limbeck
