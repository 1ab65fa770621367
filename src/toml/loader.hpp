#pragma once
// Model files become a schema: all files are parsed and their names collected, then every entry is read by its kind,
// and what SQL leaves unsaid is filled in (complete.hpp).

#include "kinds/schema.hpp"
#include "model/diagnostic.hpp"
#include "toml/filter.hpp"
#include "toml/source_file.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace limbeck {

struct LoadOptions {
  std::vector<std::string> search_path{"public"};  // where names are looked up after the object's own schema
  Filter filter = {};                              // models may use what it leaves out
};

// With errors among the diagnostics the schema has gaps and is good for nothing (rule R33). Diagnostics are those of
// all files, in the order of files and lines, each with its line's text.
struct LoadResult {
  Schema schema;
  Diagnostics diagnostics;
};

[[nodiscard]] LoadResult load_models(const std::vector<std::filesystem::path>& files, const LoadOptions& options);
[[nodiscard]] LoadResult load_models(std::vector<SourceFile> sources, const LoadOptions& options);

}  // namespace limbeck
