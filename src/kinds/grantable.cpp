#include "kinds/grantable.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace limbeck {

const Grantable* grantable(std::string_view kind) {
  static const Grantable relation{"TABLE",
                                  {"select", "insert", "update", "delete", "truncate", "references", "trigger"},
                                  {"select", "insert", "update", "references"},
                                  {"maintain"},
                                  ""};
  static const Grantable sequence{"SEQUENCE", {"usage", "select", "update"}, {}, {}, ""};
  static const Grantable schema{"SCHEMA", {"usage", "create"}, {}, {}, ""};
  static const Grantable routine{"ROUTINE", {"execute"}, {}, {}, "execute"};
  static const Grantable type{"TYPE", {"usage"}, {}, {}, "usage"};
  static const Grantable wrapper{"FOREIGN DATA WRAPPER", {"usage"}, {}, {}, ""};
  static const Grantable server{"FOREIGN SERVER", {"usage"}, {}, {}, ""};
  static const std::array<std::pair<std::string_view, const Grantable*>, 13> kinds{{{"table", &relation},
                                                                                    {"view", &relation},
                                                                                    {"materialized view", &relation},
                                                                                    {"sequence", &sequence},
                                                                                    {"schema", &schema},
                                                                                    {"function", &routine},
                                                                                    {"aggregate", &routine},
                                                                                    {"foreign data wrapper", &wrapper},
                                                                                    {"server", &server},
                                                                                    {"enum", &type},
                                                                                    {"domain", &type},
                                                                                    {"composite", &type},
                                                                                    {"range", &type}}};
  const auto* const found =
      std::find_if(kinds.begin(), kinds.end(), [&](const auto& each) { return each.first == kind; });
  return found == kinds.end() ? nullptr : found->second;
}

Grant::ByColumn default_privileges(const ObjectId& target, std::string_view grantee) {
  const Grantable* of = grantable(target.kind);
  if (of == nullptr || grantee != "public") return {};
  if (is_public_schema(target)) return {{"", {{"usage", false}}}};
  if (of->everybody.empty()) return {};
  return {{"", {{std::string(of->everybody), false}}}};
}

bool is_public_schema(const ObjectId& target) {
  return target.kind == "schema" && target.name == "public";
}

}  // namespace limbeck
