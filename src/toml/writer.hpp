#pragma once
// A schema becomes model files, in the shortest form that reads back to the same schema: short forms where nothing but
// SQL is to say, constraints inside the column that they are about, long forms for comments.

#include "kinds/schema.hpp"

#include <map>
#include <string>

namespace limbeck {

// All objects in one file; those of `default_schema` without its name. A function of the schema alone: schemas,
// extensions, then kinds in the order of the list, names in theirs, columns by position.
[[nodiscard]] std::string write_model(const Schema& schema, const std::string& default_schema = "public");

// The same with one file a schema, by the schema's name. Extensions stand in that of `public`.
[[nodiscard]] std::map<std::string, std::string> write_models(const Schema& schema);

}  // namespace limbeck
