# Turns a JSON Schema into a C++ source file: cmake -DINPUT=… -DOUTPUT=… -P embed_schema.cmake
file(READ "${INPUT}" content)
string(JSON kind ERROR_VARIABLE error TYPE "${content}")
if(error)
  message(FATAL_ERROR "${INPUT}: ${error}")
endif()
# Pieces, because a compiler may refuse a very long literal.
set(literals "")
string(LENGTH "${content}" length)
set(position 0)
while(position LESS length)
  string(SUBSTRING "${content}" ${position} 8000 piece)
  string(APPEND literals "\n    R\"lt_schema(${piece})lt_schema\"")
  math(EXPR position "${position} + 8000")
endwhile()
file(WRITE "${OUTPUT}" "// Made from ${INPUT}: the schema as the plugin carries it.
extern \"C\" const char lienthong_settings_schema[];
extern \"C\" const unsigned long lienthong_settings_schema_size;
const char lienthong_settings_schema[] =${literals};
const unsigned long lienthong_settings_schema_size = sizeof(lienthong_settings_schema) - 1;
")
