#pragma once
// Value expressions: structure enough to know that a text is one expression, which names it uses and where, and
// whether two texts are the same tokens. It gives no tree: only PostgreSQL knows what an expression means.

#include "grammar/parsed.hpp"
#include "grammar/type.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace limbeck::grammar {

struct NameUse {
  enum class Role {
    column,     // `a`, `t.a`, `t.*`: all parts are kept, "*" for the star
    function,   // `f(...)`, `s.f(...)`
    type,       // `x::t`, `cast(x as t)`, `t 'literal'`: only the name's parts are covered, neither modifiers nor []
    relation,   // the text of a literal that is cast to regclass: `nextval('s.seq'::regclass)`, `nextval('seq')`;
                // in a subquery also what follows FROM and JOIN, which has no quotes around it
    collation,  // `collate "C"`
    operator_,  // `operator(s.=)`; ordinary operators are not listed
  };
  Role role = Role::column;
  std::vector<std::string> parts;  // folded to lower case unless quoted
  std::size_t offset = 0;          // bytes, into Expression::text. Of a relation: what is inside the quotes
  std::size_t length = 0;
  std::string alias = {};  // of a relation in a subquery: the other name that its columns are known by
};

// `'pending'`, alone or cast to a type: `'pending'::public.status`.
struct LiteralUse {
  std::string value;       // without quotes and escapes
  std::size_t offset = 0;  // of the literal with its quotes
  std::size_t length = 0;
  std::optional<TypeName> type;  // of a cast directly on it; offsets are into Expression::text
};

struct Expression {
  std::string text;            // as written, without white space around
  std::size_t offset = 0;      // where `text` begins in the text that was parsed
  std::vector<NameUse> names;  // in order of offset; keywords such as current_timestamp are not names
  std::vector<LiteralUse> literals;
};

// The whole text must be one expression (a subquery in parentheses counts as one: its inside is only tokenised, and its
// names are listed as far as that tells them).
[[nodiscard]] Parsed<Expression> parse_expression(std::string_view text);

// A query, as a view has it; a `;` at the end is left out of the text. Only tokenised, as a subquery is: roles of names
// are told from their neighbours, and what WITH defines is no name here.
[[nodiscard]] Parsed<Expression> parse_query(std::string_view text);
// `return ...` or `begin atomic ... end`.
[[nodiscard]] Parsed<Expression> parse_body(std::string_view text);

// Whether both are the same tokens: white space, comments, the case of keywords and unquoted names, needless quotes
// around names, and parentheses around the whole expression do not count. True proves that PostgreSQL sees the same
// expression; false proves nothing.
[[nodiscard]] bool same_tokens(std::string_view a, std::string_view b);

// The text with names replaced: `replacement` gives the new text for a name, already quoted as a name, or nothing to
// keep it. Inside a literal the new text is escaped as the literal needs it.
[[nodiscard]] std::string with_names(const Expression& expression,
                                     const std::function<std::optional<std::string>(const NameUse&)>& replacement);

}  // namespace limbeck::grammar
