using EmoVoid.Core.Keys;
using Microsoft.AspNetCore.Authorization;

namespace EmoVoid.Daemon.Security;

/// <summary>Asked for every route that is not anonymous, whatever its own policy: a key of scope read may look, and no more.</summary>
internal sealed class ReadKeysOnlyRead : IAuthorizationHandler
{
    public const string ScopeClaim = "scope";

    public Task HandleAsync(AuthorizationHandlerContext context)
    {
        // What is asked by something else than a request is not known to be looking.
        var looks = context.Resource is HttpContext http && (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method));
        if (!looks && !context.User.HasClaim(ScopeClaim, KeyScope.Write.Word()))
            context.Fail();
        return Task.CompletedTask;
    }
}
