#include "kinds/firing.hpp"

#include <fmt/core.h>

namespace limbeck {

std::string load_firing(const Field& entry, std::string_view kind, LoadScope& scope) {
  const Field* enabled = entry.find("enabled");
  if (enabled == nullptr) return {};
  const std::string& firing = enabled->text.value;
  if (firing == "never" || firing == "replica" || firing == "always") return firing;
  if (firing != "origin") {
    scope.error(enabled->text, 0,
                fmt::format("{} {} is enabled = \"origin\" (usual), \"never\", \"replica\" or \"always\"",
                            kind == "event trigger" ? "an" : "a", kind));
  }
  return {};
}

std::string firing_from(std::string_view code) {
  return code == "D" ? "never" : code == "R" ? "replica" : code == "A" ? "always" : "";
}

std::string_view firing_verb(std::string_view firing) {
  if (firing == "never") return "DISABLE";
  if (firing == "replica") return "ENABLE REPLICA";
  return firing == "always" ? "ENABLE ALWAYS" : "ENABLE";
}

void write_firing(const std::string& firing, Written& out) {
  if (!firing.empty()) out.items.push_back({"enabled", {firing}});
}

}  // namespace limbeck
