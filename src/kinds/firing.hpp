#pragma once
// When triggers, rules and event triggers fire, by the session's replication role (tgenabled, ev_enabled, evtenabled).

#include "kinds/scope.hpp"

#include <string>
#include <string_view>

namespace limbeck {

inline constexpr Key firing_key{"enabled", Field::Type::text,
                                "\"origin\" (usual), \"never\", \"replica\" or \"always\"."};

// "never", "replica", "always"; empty: origin, as they are made.
[[nodiscard]] std::string load_firing(const Field& entry, std::string_view kind, LoadScope& scope);
[[nodiscard]] std::string firing_from(std::string_view code);
// "DISABLE", "ENABLE", "ENABLE REPLICA", "ENABLE ALWAYS"
[[nodiscard]] std::string_view firing_verb(std::string_view firing);
void write_firing(const std::string& firing, Written& out);

}  // namespace limbeck
