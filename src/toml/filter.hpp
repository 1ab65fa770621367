#pragma once
// Which objects limbeck looks at: the patterns of `include` and `exclude` in limbeck.toml. A pattern is
// [kind:][[schema.]table.]name with * and ? in each part: "public.tmp_*", "table:audit.*", "index:t.*_brin".

#include "kinds/schema.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace limbeck {

class Filter {
 public:
  Filter() = default;
  // Throws Error (usage) for a pattern of a kind that there is not.
  Filter(const std::vector<std::string>& include, const std::vector<std::string>& exclude);

  // Whether the object is left out, whatever it stands in. A pattern without a kind is of everything that stands in a
  // schema by itself; where `include` has patterns for a kind, its objects have to match one of them.
  [[nodiscard]] bool leaves_out(const ObjectId& id) const;
  [[nodiscard]] bool empty() const { return include_.empty() && exclude_.empty(); }

 private:
  struct Pattern {
    std::string kind;  // empty: any
    std::vector<std::string> parts;
  };
  static std::vector<Pattern> parse(const std::vector<std::string>& patterns);
  [[nodiscard]] static bool is_about(const Pattern& pattern, const ObjectId& id);
  [[nodiscard]] static bool matches(const Pattern& pattern, const ObjectId& id);

  std::vector<Pattern> include_;
  std::vector<Pattern> exclude_;
};

// Whether the filter leaves out the object, or what it stands in.
[[nodiscard]] bool is_left_out(const Entry& entry, const Schema& schema, const Filter& filter);

// Takes out of a live schema what the filter leaves out, with what stands in it. It goes on standing in the way of
// changes to what it uses, as what is not modelled does.
void leave_out(Schema& live, const Filter& filter);

}  // namespace limbeck
