# Writes a .cc that declares every file of FILES word for word, as reference/embedded.h describes them:
#   cmake -DFOLDER=… -DFILES=a|b -DOUTPUT=… [-DHEADER=… -DNAMESPACE=… -DFUNCTION=…] -P embed.cmake
# Without the last three it is the law as data.
if(NOT DEFINED HEADER)
    set(HEADER reference/embedded.h)
    set(NAMESPACE tyst)
    set(FUNCTION embedded_reference_files)
endif()
string(REPLACE "|" ";" files "${FILES}")
set(rows "")
foreach(file IN LISTS files)
    file(READ ${FOLDER}/${file} text)
    string(FIND "${text}" ")tyst_end\"" clash)
    if(NOT clash EQUAL -1)
        message(FATAL_ERROR "${file} holds the mark that ends an embedded text")
    endif()
    string(APPEND rows "    {\"${file}\", R\"tyst_end(${text})tyst_end\"},\n")
endforeach()
file(WRITE ${OUTPUT} "#include \"${HEADER}\"\n\nnamespace ${NAMESPACE} {\nnamespace {\n\nconstexpr EmbeddedFile kFiles[] = {\n${rows}};\n\n}  // namespace\n\nstd::span<const EmbeddedFile> ${FUNCTION}() {\n    return kFiles;\n}\n\n}  // namespace ${NAMESPACE}\n")
