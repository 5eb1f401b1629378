import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** The strict fakes from Java: org.testcontainers:testcontainers on the class path, then java Fakes.java [IMAGE]. Ends with 0 when it holds. */
public final class Fakes {
  private static final int CONTROL = 4000;
  private static final int OPENAI = 4010;
  private static final String KEY = "sk-from-java";
  private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Fakes() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    DockerImageName image = DockerImageName.parse(args.length > 0 ? args[0] : "watertight");
    try (GenericContainer<?> fakes = new GenericContainer<>(image)) {
      fakes.withExposedPorts(CONTROL, OPENAI)
          .withEnv("WATERTIGHT_API_KEY", KEY)
          .waitingFor(Wait.forHttp("/health").forPort(CONTROL))
          .start();
      String host = "http://" + fakes.getHost() + ":";
      check(host + fakes.getMappedPort(CONTROL), host + fakes.getMappedPort(OPENAI));
    }
  }

  /** A case is a name in the path; here the test itself stands where your gateway would. */
  static void check(String control, String openai) throws IOException, InterruptedException {
    String completions = openai + "/~mine/v1/chat/completions";
    String chat = "{\"model\":\"gpt-5.2\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    send("PUT", control + "/cases/mine/script", "{\"turns\":[{\"text\":\"hello\"}]}");
    HttpResponse<String> reply = send("POST", completions, chat);
    expect(reply.statusCode() == 200 && reply.body().contains("\"content\":\"hello\""), reply.body());

    String journal = send("GET", control + "/journal/wait?case=mine&count=1&timeout=5000", null).body();
    Matcher body = Pattern.compile("\"request\":\\{.*?\"body\":\"([^\"]*)\"").matcher(journal);
    expect(body.find() && new String(Base64.getDecoder().decode(body.group(1))).equals(chat), journal);
    String none = send("GET", control + "/violations?case=mine", null).body();
    expect(none.equals("{\"refused\":[]}"), none);

    // What leaks is refused, as the provider would, and told to whoever asks.
    String leaky = chat.replace("{\"model\"", "{\"user_api_key_hash\":\"88dc28d0\",\"model\"");
    HttpResponse<String> refusal = send("POST", completions, leaky);
    expect(refusal.statusCode() == 400, refusal.body());
    String told = send("GET", control + "/violations?case=mine", null).body();
    expect(told.contains("\"pointer\":\"/user_api_key_hash\""), told);
    System.out.println("Unknown parameter: 'user_api_key_hash'.");
  }

  private static HttpResponse<String> send(String method, String url, String body)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url))
        .header("content-type", "application/json")
        .header("authorization", "Bearer " + KEY)
        .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
        .build();
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  private static void expect(boolean holds, String otherwise) {
    if (!holds) throw new AssertionError(otherwise);
  }
}
