#pragma once
// What comments tell lint: `-- lint: allow RULE[, RULE...]: reason`, on a line of its own right above a statement.

#include "grammar/lex.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace limbeck::lint {

// The comments of `text`, which is tokens, white space and comments: `tokens` say where comments cannot be.
struct Comment {
  std::size_t offset = 0;
  std::string_view text;        // what `--` introduces, or what stands between /* and */; without white space around
  bool has_own_line = false;    // nothing but white space before it on its line
  std::size_t token_after = 0;  // index of the next token
};

[[nodiscard]] std::vector<Comment> comments_of(std::string_view text, const std::vector<grammar::Token>& tokens);

struct Allowance {
  std::size_t offset = 0;  // of the comment
  std::vector<std::string> rules;
  std::string reason;
  std::string mistake;  // what is wrong with it; empty: nothing
};

// Whether the comment begins with `lint:`, and what it says then.
[[nodiscard]] bool is_allowance(const Comment& comment);
[[nodiscard]] Allowance read_allowance(const Comment& comment);

}  // namespace limbeck::lint
