package llamaline.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** For each route bodies that it accepts; single quotes stand for double ones. */
final class GoodBodies {
    private static final String CHAT = "'model':'chat','messages':[{'role':'user','content':'x'}]";
    private static final String BEGUN =
            "'model':'chat','messages':[{'role':'user','content':'x'},{'role':'assistant','content':'y'}]";

    private static final Map<String, List<String>> ROUTES =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry(
                                    "/v1/completions",
                                    List.of(
                                            "{'model':'demo','prompt':'def f(x):','max_tokens':2,'user':'me'}",
                                            "{'model':'demo','prompt':['a','b'],'n':2,'logprobs':2,'echo':true,'max_tokens':1}",
                                            "{'model':'demo','prompt':[1,446],'return_token_ids':true,'seed':5,'temperature':0.5,'top_p':0.9,'top_k':3,'min_p':0.1}",
                                            "{'model':'demo','prompt':'a','suffix':'b','suffix_first':true,'stop':['x','y']}",
                                            "{'model':'demo','prompt':'a<FILL_ME>b','stream':true,'stream_options':{'include_usage':true}}",
                                            "{'model':'demo','prompt':'a','prompt_logprobs':1,'stop_token_ids':[2],'logit_bias':{'5':1}}",
                                            "{'model':'demo','prompt':'a','logprobs':1,'logprob_token_ids':[5],'truncate_prompt_tokens':1,'truncation_side':'right'}",
                                            "{'model':'demo','prompt':'a','add_special_tokens':false,'skip_special_tokens':false,'include_stop_str_in_output':true,'ignore_eos':true}",
                                            "{'model':'demo','prompt':'a','min_tokens':1,'repetition_penalty':1.1,'presence_penalty':1,'frequency_penalty':1,'best_of':1}")),
                            Map.entry(
                                    "/v1/chat/completions",
                                    List.of(
                                            "{" + CHAT + ",'max_completion_tokens':2}",
                                            "{" + CHAT + ",'n':2,'logprobs':true,'top_logprobs':2}",
                                            "{"
                                                    + CHAT
                                                    + ",'stream':true,'stream_options':{'include_usage':true,'continuous_usage_stats':true},'return_token_ids':true}",
                                            "{" + CHAT + ",'prompt_logprobs':1,'stop':'x'}",
                                            "{"
                                                    + BEGUN
                                                    + ",'continue_final_message':true,'echo':true}",
                                            "{'model':'chat','messages':[{'role':'system','content':'s'},{'role':'user','content':[{'type':'text','text':'x'}]}]}",
                                            "{"
                                                    + CHAT
                                                    + ",'response_format':{'type':'text'},'tools':[],'tool_choice':'none','truncate_prompt_tokens':2}")),
                            Map.entry(
                                    "/v1/tokenizer/encode",
                                    List.of(
                                            "{'model':'demo','text':'def f(x):','add_bos':true,'add_eos':true}",
                                            "{'model':'demo','text':['a','b c'],'text_pair':['d','e'],'padding':'longest','padding_side':'right','pad_token_id':2}",
                                            "{'model':'demo','text':['a','b c'],'padding':'max_length','max_length':9,'return_token_type_ids':true}")),
                            Map.entry(
                                    "/v1/tokenizer/infill",
                                    List.of(
                                            "{'model':'demo','prefix':'a','suffix':'b','suffix_first':true}",
                                            "{'model':'demo','text':'a<FILL_ME>b','add_special_tokens':false}")),
                            Map.entry(
                                    "/v1/tokenizer/tokenize",
                                    List.of(
                                            "{'model':'demo','text':'def f(x):','parse_special':false}",
                                            "{'model':'demo','prefix':'a','suffix':'b'}")),
                            Map.entry(
                                    "/v1/tokenizer/decode",
                                    List.of(
                                            "{'model':'demo','token_ids':[1,446,288,2],'skip_special_tokens':true}")),
                            Map.entry(
                                    "/v1/tokenizer/batch_decode",
                                    List.of("{'model':'demo','sequences':[[1,446],[288],[]]}")),
                            Map.entry(
                                    "/v1/tokenizer/get_special_tokens_mask",
                                    List.of(
                                            "{'model':'demo','token_ids_0':[1,5],'token_ids_1':[6]}",
                                            "{'model':'demo','token_ids_0':[1,5],'already_has_special_tokens':true}")),
                            Map.entry(
                                    "/v1/tokenizer/build_inputs_with_special_tokens",
                                    List.of(
                                            "{'model':'demo','token_ids_0':[5],'token_ids_1':[6],'add_eos':true}")),
                            Map.entry(
                                    "/v1/tokenizer/create_token_type_ids_from_sequences",
                                    List.of(
                                            "{'model':'demo','token_ids_0':[5],'token_ids_1':[6]}")),
                            Map.entry(
                                    "/tokenize",
                                    List.of(
                                            "{'model':'demo','prompt':'x = 1','return_token_strs':true}",
                                            "{" + BEGUN + ",'continue_final_message':true}",
                                            "{" + CHAT + ",'add_special_tokens':true}",
                                            "{'model':'demo','content':'日本','with_pieces':true,'add_special':true}")),
                            Map.entry(
                                    "/detokenize",
                                    List.of("{'model':'demo','tokens':[1,446,288]}")),
                            Map.entry(
                                    "/v1/attention-mask",
                                    List.of(
                                            "{'model':'demo','text':'def f(x):','format':'svg'}",
                                            "{'model':'demo','prefix':'a','suffix':'b','format':'json'}",
                                            "{'model':'demo','text':'a b','format':'text','cells':4}"))));

    private GoodBodies() {}

    static Set<String> routes() {
        return ROUTES.keySet();
    }

    static List<JsonNode> of(String route) {
        return ROUTES.getOrDefault(route, List.of()).stream()
                .map(body -> GatewayClient.json(body.replace('\'', '"')))
                .toList();
    }

    /** Of all fields that stand in any of them. */
    static List<String> names() {
        Set<String> names = new TreeSet<>();
        ROUTES.keySet()
                .forEach(route ->
                        of(route).forEach(body -> body.fieldNames().forEachRemaining(names::add)));
        return List.copyOf(names);
    }
}
