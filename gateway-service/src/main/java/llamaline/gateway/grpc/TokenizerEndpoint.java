package llamaline.gateway.grpc;

import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import llamaline.gateway.fields.RequestFields;
import llamaline.gateway.tokenizer.EncodedInput;
import llamaline.gateway.tokenizer.EncodedTexts;
import llamaline.gateway.tokenizer.TokenizerCalls;
import llamaline.gateway.tokenizer.VocabularyFile;
import llamaline.v1.BatchDecodeRequest;
import llamaline.v1.BatchDecodeResponse;
import llamaline.v1.BuildInputsWithSpecialTokensRequest;
import llamaline.v1.BuildInputsWithSpecialTokensResponse;
import llamaline.v1.CreateTokenTypeIdsFromSequencesRequest;
import llamaline.v1.CreateTokenTypeIdsFromSequencesResponse;
import llamaline.v1.DecodeRequest;
import llamaline.v1.DecodeResponse;
import llamaline.v1.EncodeChatRequest;
import llamaline.v1.EncodeChatResponse;
import llamaline.v1.EncodeInfillRequest;
import llamaline.v1.EncodeRequest;
import llamaline.v1.EncodeResponse;
import llamaline.v1.GetSpecialTokensMaskRequest;
import llamaline.v1.GetSpecialTokensMaskResponse;
import llamaline.v1.SaveVocabularyRequest;
import llamaline.v1.SaveVocabularyResponse;
import llamaline.v1.TokenizeRequest;
import llamaline.v1.TokenizeResponse;
import llamaline.v1.TokenizerServiceGrpc;

/** The tokenizer as a service, over gRPC. */
@GrpcService
class TokenizerEndpoint extends TokenizerServiceGrpc.TokenizerServiceImplBase {
    private final GrpcCalls calls;
    private final TokenizerCalls tokenizer;

    TokenizerEndpoint(GrpcCalls calls, TokenizerCalls tokenizer) {
        this.calls = calls;
        this.tokenizer = tokenizer;
    }

    @Override
    public void encode(EncodeRequest request, StreamObserver<EncodeResponse> out) {
        calls.answer(request, out, () -> response(tokenizer.encode(MessageValue.fields(request))));
    }

    @Override
    public void encodeInfill(EncodeInfillRequest request, StreamObserver<EncodeResponse> out) {
        calls.answer(request, out, () -> response(tokenizer.infill(MessageValue.fields(request))));
    }

    @Override
    public void encodeChat(EncodeChatRequest request, StreamObserver<EncodeChatResponse> out) {
        calls.answer(
                request,
                out,
                () -> {
                    // Without any, the call is still one of a chat.
                    RequestFields fields = MessageValue.fields(request, "messages");
                    return EncodeChatResponse.newBuilder()
                            .addAllInputIds(tokenizer.promptTokens(fields).tokens())
                            .build();
                });
    }

    @Override
    public void tokenize(TokenizeRequest request, StreamObserver<TokenizeResponse> out) {
        calls.answer(
                request,
                out,
                () ->
                        TokenizeResponse.newBuilder()
                                .addAllPieces(tokenizer.tokenize(MessageValue.fields(request)))
                                .build());
    }

    @Override
    public void decode(DecodeRequest request, StreamObserver<DecodeResponse> out) {
        calls.answer(
                request,
                out,
                () -> {
                    RequestFields fields = MessageValue.fields(request, "token_ids");
                    return DecodeResponse.newBuilder().setText(tokenizer.decode(fields)).build();
                });
    }

    @Override
    public void batchDecode(BatchDecodeRequest request, StreamObserver<BatchDecodeResponse> out) {
        calls.answer(
                request,
                out,
                () -> {
                    RequestFields fields = MessageValue.fields(request, "sequences");
                    return BatchDecodeResponse.newBuilder()
                            .addAllTexts(tokenizer.batchDecode(fields))
                            .build();
                });
    }

    @Override
    public void getSpecialTokensMask(
            GetSpecialTokensMaskRequest request, StreamObserver<GetSpecialTokensMaskResponse> out) {
        calls.answer(
                request,
                out,
                () ->
                        GetSpecialTokensMaskResponse.newBuilder()
                                .addAllSpecialTokensMask(
                                        tokenizer.specialTokensMask(MessageValue.fields(request)))
                                .build());
    }

    @Override
    public void buildInputsWithSpecialTokens(
            BuildInputsWithSpecialTokensRequest request,
            StreamObserver<BuildInputsWithSpecialTokensResponse> out) {
        calls.answer(
                request,
                out,
                () ->
                        BuildInputsWithSpecialTokensResponse.newBuilder()
                                .addAllInputIds(tokenizer.buildInputs(MessageValue.fields(request)))
                                .build());
    }

    @Override
    public void createTokenTypeIdsFromSequences(
            CreateTokenTypeIdsFromSequencesRequest request,
            StreamObserver<CreateTokenTypeIdsFromSequencesResponse> out) {
        calls.answer(
                request,
                out,
                () ->
                        CreateTokenTypeIdsFromSequencesResponse.newBuilder()
                                .addAllTokenTypeIds(
                                        tokenizer.tokenTypeIds(MessageValue.fields(request)))
                                .build());
    }

    @Override
    public void saveVocabulary(
            SaveVocabularyRequest request, StreamObserver<SaveVocabularyResponse> out) {
        calls.answer(
                request,
                out,
                () -> {
                    VocabularyFile file =
                            tokenizer.vocabulary(request.hasModel() ? request.getModel() : null);
                    return SaveVocabularyResponse.newBuilder()
                            .setTokenizerModel(file.bytes())
                            .setSha256(file.sha256())
                            .build();
                });
    }

    private static EncodeResponse response(EncodedTexts texts) {
        EncodeResponse.Builder response = EncodeResponse.newBuilder();
        for (EncodedInput encoding : texts.encodings()) {
            response.addEncodingsBuilder()
                    .addAllInputIds(encoding.inputIds())
                    .addAllTokenTypeIds(encoding.tokenTypeIds())
                    .addAllAttentionMask(encoding.attentionMask())
                    .addAllSpecialTokensMask(encoding.specialTokensMask());
        }
        return response.build();
    }
}
