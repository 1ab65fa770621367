#pragma once
// What a table says about its indexes: `using index x`, `full`, `nothing`, `default` after REPLICA IDENTITY, and the
// name after CLUSTER ON.

#include "grammar/parsed.hpp"

#include <string>
#include <string_view>

namespace limbeck::grammar {

struct ReplicaIdentity {
  bool is_default = false;
  bool full = false;
  std::string index;  // empty, and none of the above: nothing
};

[[nodiscard]] Parsed<ReplicaIdentity> parse_replica_identity(std::string_view text);
// One name without a schema.
[[nodiscard]] Parsed<std::string> parse_name(std::string_view text);

}  // namespace limbeck::grammar
