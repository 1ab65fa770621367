#include "grammar/table_setting.hpp"

#include "grammar/cursor.hpp"

namespace limbeck::grammar {
namespace {

ReplicaIdentity take_replica_identity(Cursor& in) {
  ReplicaIdentity identity;
  if (in.accept("using", "index")) {
    identity.index = in.take_name("an index");
  } else if (in.accept("full")) {
    identity.full = true;
  } else if (in.accept("default")) {
    identity.is_default = true;
  } else if (!in.accept("nothing")) {
    in.fail_expected("DEFAULT, FULL, NOTHING or USING INDEX");
  }
  return identity;
}

}  // namespace

Parsed<ReplicaIdentity> parse_replica_identity(std::string_view text) {
  return parse_whole(text, take_replica_identity);
}

Parsed<std::string> parse_name(std::string_view text) {
  return parse_whole(text, [](Cursor& in) { return in.take_name("a name"); });
}

}  // namespace limbeck::grammar
