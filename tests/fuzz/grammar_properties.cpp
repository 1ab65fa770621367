#include "fuzz/grammar_properties.hpp"

#include "grammar/access.hpp"
#include "grammar/definition.hpp"
#include "grammar/event_trigger.hpp"
#include "grammar/expression.hpp"
#include "grammar/foreign.hpp"
#include "grammar/lex.hpp"
#include "grammar/publication.hpp"
#include "grammar/rule.hpp"
#include "grammar/split.hpp"
#include "grammar/statistics.hpp"
#include "grammar/table_setting.hpp"
#include "grammar/text_search.hpp"
#include "grammar/type.hpp"

#include <optional>

namespace limbeck::testing {
namespace {

using namespace limbeck::grammar;

// A mistake has its place in the text, and words for it.
template <class T>
std::string problem_of(const Parsed<T>& parsed, std::string_view text) {
  if (parsed) return "";
  if (parsed.error().offset > text.size()) return "an error stands behind the text";
  return parsed.error().message.empty() ? "an error has no message" : "";
}

std::string problem_of_expression(const Parsed<Expression>& parsed, std::string_view text) {
  if (!parsed) return problem_of(parsed, text);
  const Expression& found = *parsed;
  if (text.substr(found.offset, found.text.size()) != found.text) return "the expression's text is not of the text";
  std::size_t behind = 0;
  for (const NameUse& name : found.names) {
    if (name.offset < behind || name.offset + name.length > found.text.size()) return "a name stands elsewhere";
    behind = name.offset;
  }
  if (with_names(found, [](const NameUse&) { return std::optional<std::string>(); }) != found.text) {
    return "a text without a new name is another one";
  }
  return same_tokens(found.text, found.text) ? "" : "a text is not the same as itself";
}

std::string problem_of_statements(std::string_view text) {
  const auto statements = split_statements(text);
  if (!statements) return problem_of(statements, text);
  for (const auto& each : *statements) {
    if (text.find(each.text) == std::string_view::npos) return "a statement is not of the text";
  }
  return "";
}

}  // namespace

std::string broken_property(std::string_view text) {
  for (const std::string& problem : {problem_of(tokenise(text), text),
                                     problem_of_statements(text),
                                     problem_of_expression(parse_expression(text), text),
                                     problem_of_expression(parse_query(text), text),
                                     problem_of_expression(parse_body(text), text),
                                     problem_of_expression(parse_command(text), text),
                                     problem_of(parse_type(text), text),
                                     problem_of(parse_column(text), text),
                                     problem_of(parse_constraint(text), text),
                                     problem_of(parse_index(text), text),
                                     problem_of(parse_sequence(text), text),
                                     problem_of(parse_function(text), text),
                                     problem_of(parse_aggregate(text), text),
                                     problem_of(parse_trigger(text), text),
                                     problem_of(parse_rule(text), text),
                                     problem_of(parse_policy(text), text),
                                     problem_of(parse_privileges(text), text),
                                     problem_of(parse_partition_key(text), text),
                                     problem_of(parse_partition_of(text), text),
                                     problem_of(parse_options(text), text),
                                     problem_of(parse_qualified(text), text),
                                     problem_of(parse_operator(text), text),
                                     problem_of(parse_event_trigger(text), text),
                                     problem_of(parse_foreign_options(text), text),
                                     problem_of(parse_wrapper(text), text),
                                     problem_of(parse_server(text), text),
                                     problem_of(parse_publication(text), text),
                                     problem_of(parse_statistics(text), text),
                                     problem_of(parse_replica_identity(text), text),
                                     problem_of(parse_name(text), text),
                                     problem_of(parse_dictionary(text), text),
                                     problem_of(parse_names(text), text)}) {
    if (!problem.empty()) return problem;
  }
  return "";
}

}  // namespace limbeck::testing
