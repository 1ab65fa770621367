#pragma once
// Event triggers.

#include "grammar/definition.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace limbeck::grammar {

// `on ddl_command_end when tag in ('CREATE TABLE') execute function f()`: what stands after the name in CREATE EVENT
// TRIGGER.
struct EventTriggerDefinition {
  std::string event;
  std::vector<std::string> tags;  // as written; empty: all commands
  QualifiedName function;
};

[[nodiscard]] Parsed<EventTriggerDefinition> parse_event_trigger(std::string_view text);

}  // namespace limbeck::grammar
