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
  if (id.kind == "function" || id.kind == "procedure" || id.kind == "aggregate" || id.kind == "operator")
    text += "(" + id.signature + ")";
  // Default privileges are those of a role in a schema.
  if (id.kind == "default privileges" && !id.signature.empty()) text += " in " + id.signature;
  // A grant's is that of its target, and the grantee.
  if (id.kind == "grant") {
    const std::size_t line_end = id.signature.rfind('\n');
    if (id.signature.starts_with("function ")) text += "(" + id.signature.substr(9, line_end - 9) + ")";
    text += " to " + id.signature.substr(line_end + 1);
  }
  return text;
}

}  // namespace limbeck
