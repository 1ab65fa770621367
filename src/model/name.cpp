#include "model/name.hpp"

namespace limbeck {

std::string display_name(const ObjectId& id) {
  std::string text;
  for (const std::string* part : {&id.schema, &id.parent, &id.name}) {
    if (part->empty()) continue;
    if (!text.empty()) text += '.';
    text += *part;
  }
  // A comment's signature begins with its target's kind and says nothing to a reader; a routine's are its arguments.
  if (id.kind == "function" || id.kind == "procedure" || id.kind == "aggregate") text += "(" + id.signature + ")";
  return text;
}

}  // namespace limbeck
