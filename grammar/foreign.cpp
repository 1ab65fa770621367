#include "grammar/foreign.hpp"

#include "grammar/clauses.hpp"

namespace limbeck::grammar {

ForeignOptions take_foreign_options(Cursor& in) {
  ForeignOptions options;
  if (!in.accept("options")) return options;
  const std::size_t open = in.open();
  do {
    const std::size_t offset = in.peek().offset;
    const std::string name = in.take_label("an option");
    if (!options.emplace(name, in.take_string("the value of the option, a string")).second) {
      in.fail_at(offset, "the option " + name + " is given twice");
    }
  } while (in.accept(","));
  in.close(open);
  return options;
}

namespace {

WrapperDefinition take_wrapper(Cursor& in) {
  WrapperDefinition wrapper;
  for (;;) {
    if (in.accept("handler")) {
      wrapper.handler = take_qualified(in, "a function");
    } else if (in.accept("validator")) {
      wrapper.validator = take_qualified(in, "a function");
    } else if (!in.accept("no", "handler") && !in.accept("no", "validator")) {
      break;
    }
  }
  wrapper.options = take_foreign_options(in);
  return wrapper;
}

ServerDefinition take_server(Cursor& in) {
  ServerDefinition server;
  if (in.accept("type")) server.type = in.take_string("a string");
  if (in.accept("version")) server.version = in.take_string("a string");
  in.expect("foreign");
  in.expect("data");
  in.expect("wrapper");
  server.wrapper = in.take_name("a foreign data wrapper");
  server.options = take_foreign_options(in);
  return server;
}

}  // namespace

Parsed<ForeignOptions> parse_foreign_options(std::string_view text) {
  return parse_whole(text, [](Cursor& in) {
    if (!in.at("options")) in.fail_expected("OPTIONS (...)");
    return take_foreign_options(in);
  });
}

Parsed<WrapperDefinition> parse_wrapper(std::string_view text) {
  return parse_whole(text, take_wrapper);
}

Parsed<ServerDefinition> parse_server(std::string_view text) {
  return parse_whole(text, take_server);
}

}  // namespace limbeck::grammar
