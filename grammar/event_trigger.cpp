#include "grammar/event_trigger.hpp"

#include "grammar/clauses.hpp"

namespace limbeck::grammar {
namespace {

EventTriggerDefinition take_event_trigger(Cursor& in) {
  EventTriggerDefinition trigger;
  in.expect("on");
  trigger.event = in.take_name("an event");
  if (in.accept("when")) {
    // TAG is the only thing that there is to filter by.
    in.expect("tag");
    in.expect("in");
    const std::size_t open = in.open();
    do trigger.tags.push_back(in.take_string("the tag of a command"));
    while (in.accept(","));
    in.close(open);
  }
  in.expect("execute");
  if (!in.accept("function") && !in.accept("procedure")) in.fail_expected("FUNCTION");
  trigger.function = take_qualified(in, "a function");
  in.close(in.open());
  return trigger;
}

}  // namespace

Parsed<EventTriggerDefinition> parse_event_trigger(std::string_view text) {
  return parse_whole(text, take_event_trigger);
}

}  // namespace limbeck::grammar
