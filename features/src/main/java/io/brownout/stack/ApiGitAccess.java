package io.brownout.stack;

import com.github.dockerjava.api.model.AuthConfig;
import io.brownout.board.HarnessException;
import io.brownout.fleet.Application;
import io.brownout.fleet.GitAccess;
import java.io.IOException;
import java.net.URI;

/** Lets those push whom the API lets see an application: the secret of a remote is a key of the API, and what is pushed is built in its name. Safe for any thread. */
record ApiGitAccess(URI api, EngineClient engine) implements GitAccess {
    @Override
    public Right right(String user, String secret, Application application) {
        ApiClient client = new ApiClient(api, secret);
        try {
            if (!client.user().equals(user)) {
                return new Right.Unknown();
            }
            if (client.found("application", "slug eq '%s'".formatted(application), "")
                    .isEmpty()) {
                return new Right.None();
            }
            AuthConfig rights = new AuthConfig().withUsername(user).withPassword(secret);
            return new Right.Push(new ReleaseBuilder(engine, new ApiReleases(client), rights));
        } catch (IOException e) {
            throw new HarnessException(
                    "the API could not be asked who may push to %s: %s".formatted(application, e.getMessage()), e);
        }
    }
}
